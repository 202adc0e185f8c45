//! Numbers to products and products to numbers.
