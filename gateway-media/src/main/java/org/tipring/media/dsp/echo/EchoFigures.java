package org.tipring.media.dsp.echo;

/// What an [EchoCanceller] knows about its line right now, for people and for metrics.
///
/// @param erlDb echo return loss: how much weaker the echo comes back than it was sent; NaN until heard
/// @param erleDb echo return loss enhancement: how much the filter alone takes away, without suppression; NaN until heard
/// @param delayMillis how late the echo is at its strongest; 0 until found
/// @param tailMillis where the echo ends, counted from when the sound was sent; 0 until found
/// @param converged the filter is good enough to rest, until the echo path changes
/// @param doubleTalk both ends speak
public record EchoFigures(double erlDb, double erleDb, int delayMillis, int tailMillis, boolean converged, boolean doubleTalk) { }
