package org.tipring.signaling.config;

/// The configuration cannot be used. The message has one line for each mistake:
/// `file:line:column: what is wrong: how to mend it`. The program ends with [#EXIT_STATUS].
public final class ConfigException extends Exception {

    /// `EX_CONFIG` of sysexits.h.
    public static final int EXIT_STATUS = 78;

    public ConfigException(String message) {
        super(message);
    }
}
