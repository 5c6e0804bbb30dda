package org.tipring.tdm.serial;

import java.io.IOException;

/// A driver has hung with its device: opening it again is of no use until somebody has pulled it out.
public final class WedgedException extends IOException {

    private static final long serialVersionUID = 1;

    /// @param message where, why, and how to mend it
    public WedgedException(String message) {
        super(message);
    }
}
