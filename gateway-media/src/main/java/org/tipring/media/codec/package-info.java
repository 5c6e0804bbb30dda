/// Samples to payload bytes and back.
package org.tipring.media.codec;
