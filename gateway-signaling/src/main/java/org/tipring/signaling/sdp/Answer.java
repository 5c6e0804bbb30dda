package org.tipring.signaling.sdp;

/// What we say to an offer.
public sealed interface Answer {

    /// @param sdp the answer to send
    record Accepted(String sdp, Agreement agreement) implements Answer {

        /// Without the text, which may name keys.
        @Override
        public String toString() {
            return "Accepted[" + agreement + "]";
        }
    }

    /// 488 (RFC 3261 section 21.4.26).
    ///
    /// @param why for the record and the Warning header
    record Rejected(String why) implements Answer { }
}
