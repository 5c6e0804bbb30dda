/// What is heard and played: tones and their cadences, DTMF, levels. Pure arithmetic on frames. Echo has a room of its own, `echo`.
package org.tipring.media.dsp;
