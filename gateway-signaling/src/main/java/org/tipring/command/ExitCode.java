package org.tipring.command;

/// What a command ends with when it is neither done nor wrongly called: sysexits.h.
public final class ExitCode {

    /// EX_CONFIG: something is wrong in the configuration.
    public static final int CONFIG = 78;
    /// EX_UNAVAILABLE: a port is taken, a device cannot be opened, no gateway runs.
    public static final int UNAVAILABLE = 69;

    private ExitCode() {
    }
}
