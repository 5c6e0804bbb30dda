package org.tipring.media.engine;

import org.tipring.media.dsp.echo.EchoFigures;

/// What an operator may want to know of a line's sound: of its call, or of the last one.
///
/// @param line its name
/// @param echo null when its echo canceller is off
/// @param clockPpm how much faster than ours the line's clock is, in millionths; NaN until it has been watched for some seconds
/// @param heardDbm0 how loud the line's far end speaks; NaN until it has
/// @param heardNoiseDbm0 how loud the line is when nobody speaks
/// @param sentDbm0 how loud we speak to the line; NaN until somebody has
/// @param frames frames of 20 ms read from the line since the start
public record LineFigures(String line, EchoFigures echo, double clockPpm, double heardDbm0, double heardNoiseDbm0, double sentDbm0,
                          long frames) { }
