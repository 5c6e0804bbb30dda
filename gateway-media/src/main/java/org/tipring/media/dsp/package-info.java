/// What is heard and played: tones and their cadences, DTMF, levels. Pure arithmetic on frames.
package org.tipring.media.dsp;
