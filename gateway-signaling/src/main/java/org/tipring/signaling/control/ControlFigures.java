package org.tipring.signaling.control;

/// What the control thread holds on to; all zero when nothing is going on.
///
/// @param calls not yet recorded; @param legs alive; @param linesInCalls lines that belong to a call; @param rtp open port pairs
public record ControlFigures(int calls, int legs, int linesInCalls, int rtp) {
}
