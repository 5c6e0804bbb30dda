package org.tipring.signaling.call;

import java.time.Instant;

/// A call in progress as an operator sees it.
///
/// @param state `routing`, `trying`, `talking`, `over`
/// @param answered null before the answer
public record CallStatus(String id, String from, String caller, String called, String to, String state, Instant started,
                         Instant answered) {
}
