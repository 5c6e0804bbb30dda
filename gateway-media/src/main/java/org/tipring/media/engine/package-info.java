/// The media thread: RTP endpoints, lines and the bridges between them. Commands come down through one bounded queue, events go up
/// as records; in between, one thread owns everything. How the paces of lines and peers are evened out is in `clock`, keys are in `key`,
/// what is heard in passing in `listening`, files in `record`.
package org.tipring.media.engine;
