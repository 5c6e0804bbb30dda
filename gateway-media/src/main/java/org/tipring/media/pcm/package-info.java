/// Linear telephone sound: 8000 samples a second, 16-bit, mono, in frames of 20 ms.
package org.tipring.media.pcm;
