/// Deadlines as data. Time is an argument everywhere below the two loops: a `long` of nanoseconds on a monotonic clock.
package org.tipring.media.time;
