package org.tipring.doctor;

/// One thing that the examination found.
///
/// @param what a few words: "dial tone"
/// @param found the figure or the fact
/// @param sure how far to trust it
/// @param evidence name of the recording that shows it, or empty
public record Finding(String what, String found, Confidence sure, String evidence) {

    public enum Confidence {
        /// Measured, or said by the network.
        SURE,
        /// The usual reading of what was measured.
        LIKELY,
        /// Nothing to go by.
        UNKNOWN
    }
}
