//! The causes a check gives. Problems of a single field have the word of their fault (`too-long`, `no-date` …) with the
//! field before it (`cpn-missing`, `description-too-long`).

/// New: nothing to say.
pub const NEW: &str = "new";
/// New, and the product was found only without regard to case and outer blanks.
pub const BY_NUMBER_LOOSELY: &str = "by-number-loosely";
/// New, and the product was found by its GTIN.
pub const BY_GTIN: &str = "by-gtin";
/// New, for a product that is discontinued.
pub const DISCONTINUED_PRODUCT: &str = "discontinued-product";
/// New, and the number stands for another product of the company too.
pub const NEW_AMBIGUOUS: &str = "new-ambiguous";
/// New, and the number is the supplier's number of another product.
pub const NEW_COLLIDES: &str = "new-collides";
/// Changed: fields beside the number.
pub const DETAILS: &str = "details";
/// Changed: the number is written differently.
pub const SPELLING: &str = "spelling";
/// Changed: the number takes the place of the product's preferred one.
pub const RENUMBERED: &str = "renumbered";
/// Unchanged: a later row of the file has another number for the same product.
pub const SUPERSEDED: &str = "superseded";
/// Unchanged: it is there as the file says.
pub const SAME: &str = "same";
/// Unchanged: it is there, and the mode leaves it as it is.
pub const EXISTS: &str = "exists";
/// Unchanged: an earlier row of the file says the same.
pub const REPEATED: &str = "repeated";
/// Unchanged: somebody decided to leave the row out.
pub const LEFT_OUT: &str = "left-out";
/// Choice: the GTIN stands for several products.
pub const SEVERAL_PRODUCTS: &str = "several-products";
/// Choice: the file has the number for several products.
pub const NUMBER_FOR_SEVERAL_PRODUCTS: &str = "number-for-several-products";
/// Problem: the product cell is empty.
pub const PRODUCT_MISSING: &str = "product-missing";
/// Problem: there is no such product.
pub const UNKNOWN_PRODUCT: &str = "unknown-product";
/// Problem: the row names another company.
pub const OTHER_COMPANY: &str = "other-company";
/// Problem: an earlier row of the file has the same number and product with other details.
pub const CONTRADICTS_EARLIER_ROW: &str = "contradicts-earlier-row";
/// Problem: the number stands for another product, which the company forbids.
pub const NUMBER_IN_USE: &str = "number-in-use";
/// Removed: the file does not have it.
pub const NOT_IN_FILE: &str = "not-in-file";
/// Removed by an undo: the upload had added it.
pub const UNDO_ADDITION: &str = "undo-addition";
/// Changed by an undo: back to what it was before the upload.
pub const UNDO_CHANGE: &str = "undo-change";
/// New by an undo: the upload had removed it.
pub const UNDO_REMOVAL: &str = "undo-removal";
/// Unchanged by an undo: somebody changed it since.
pub const CHANGED_SINCE: &str = "changed-since";
