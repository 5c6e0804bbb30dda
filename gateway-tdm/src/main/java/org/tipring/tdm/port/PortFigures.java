package org.tipring.tdm.port;

/// A port's figures since it was made, for whoever watches it.
///
/// @param opened how often the device was opened
/// @param lost how often it went
/// @param resets how often it had to be brought to its senses
/// @param underruns how often it ran out of sound to play
/// @param overruns how often it lost sound because nobody fetched it
/// @param dtmfKeys that the device itself heard
/// @param silentSamples sent because the media thread had none
/// @param staleSamples dropped because too many waited
/// @param unfitting lines and codes that met a state they do not fit
public record PortFigures(long opened, long lost, long resets, long underruns, long overruns, long dtmfKeys, long silentSamples,
        long staleSamples, long unfitting) { }
