package org.tipring.signaling.call;

import java.time.Instant;
import java.util.List;

/// What is kept of a call when it is over: exactly one for each call.
///
/// @param id unique, sorts by start
/// @param from the source as the dial plan names it: `phones/201`, `landlines/fxo1`, `carrier`
/// @param called what was dialled; @param caller number of the calling party, empty when unknown or withheld
/// @param route the route that was taken, empty when none matched
/// @param to where the last attempt went: `landlines/fxo1`, `phones/201`; empty when none was made
/// @param sent the number as it was sent there
/// @param answered null when nobody answered
/// @param answeredBy what the answer was taken from: `sip`, or for a line the evidence in lower case; empty when unanswered
/// @param answerHeard when the called party was found to have answered, which may be before or after the call counted as answered; null when
///        it never was
/// @param answerHeardBy by what: as `answeredBy`, never `dialled`
/// @param endedBy `caller`, `called` or `gateway`
/// @param detail one more sentence about the ending: "busy tone heard", "no ACK for 32 s"
/// @param timeline what happened, in order
/// @param media figures of each RTP leg
public record CallRecord(String id, String from, String caller, String called, String route, String to, String sent,
                         Instant started, Instant answered, Instant ended, String answeredBy, Instant answerHeard, String answerHeardBy, ReleaseCause cause,
                         String endedBy, String detail, List<Entry> timeline, List<Media> media) {

    public CallRecord {
        timeline = List.copyOf(timeline);
        media = List.copyOf(media);
    }

    /// @param millis since the start of the call
    /// @param where `sip`, `route`, `line`, `media`, `call`
    public record Entry(long millis, String where, String what) { }

    /// @param leg `caller` or `called`
    /// @param srtp the suite that secured it, or empty: it went in clear
    /// @param mosReceived how what came from there sounded, 1 to 4.5 (ITU-T G.107); -1 when nothing came
    /// @param mosSent the same of what was sent there, as its reports tell; -1 when there were none
    public record Media(String leg, String codec, long packetsSent, long packetsReceived, long lost, long jitterMicros,
                        long foreign, long concealed, String srtp, double mosReceived, double mosSent, Levels levels) { }

    /// How loud a leg was, in dBm0; NaN where nobody spoke or the sound was not decoded.
    ///
    /// @param received speech that came from there, its last ten seconds; @param receivedNoise how loud its pauses were
    /// @param sent the same of what was sent there
    public record Levels(double received, double receivedNoise, double sent, double sentNoise) {

        public static final Levels UNKNOWN = new Levels(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
