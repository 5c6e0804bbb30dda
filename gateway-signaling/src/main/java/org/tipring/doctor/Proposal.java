package org.tipring.doctor;

/// A key of the line's section that had better say something else, or the same.
///
/// @param key of lines.ini
/// @param present what it says now, the default where it is not written
/// @param proposed what the examination makes of it
/// @param why with the figure it rests on
public record Proposal(String key, String present, String proposed, Finding.Confidence sure, String why) {

    public boolean changes() {
        return !present.equals(proposed);
    }
}
