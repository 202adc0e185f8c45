//! Uploads: their steps, modes, outcomes and causes.

use super::code::codes;

codes! {
    /// How far an upload has come.
    UploadState {
        /// The file is arriving.
        Receiving = "receiving",
        /// The file is here; nothing is read yet.
        Received = "received",
        /// Its cells are staged and its columns guessed or chosen.
        Read = "read",
        /// Every row has an outcome.
        Checked = "checked",
        /// Confirmed; a worker will apply it.
        Waiting = "waiting",
        /// Applied, whole.
        Applied = "applied",
        /// Not applied, for the reason it tells; nothing was written.
        Failed = "failed",
        /// Given up by a person.
        Discarded = "discarded",
    }
}

codes! {
    /// What an upload may do to the register.
    Mode {
        /// Add new rows only.
        Add = "add",
        /// Add new rows and update those that are there.
        Update = "update",
        /// Make the company's numbers exactly like the file: what is not in it goes.
        Mirror = "mirror",
    }
}

codes! {
    /// What an empty cell of a mapped column means for a row that is there.
    EmptyCells {
        /// Leave the field as it is.
        Keep = "keep",
        /// Clear the field.
        Clear = "clear",
    }
}

codes! {
    /// What the check says will happen to a row.
    Outcome {
        /// A CPN will be made.
        New = "new",
        /// A CPN will change.
        Changed = "changed",
        /// Nothing will happen: it is as the file says, or the mode leaves it alone.
        Unchanged = "unchanged",
        /// Somebody must choose among candidates first; skipped otherwise.
        Choice = "choice",
        /// It cannot be taken, for the reason its cause tells; skipped.
        Problem = "problem",
        /// A CPN is not in the file and will be removed (mirror mode).
        Removed = "removed",
    }
}
