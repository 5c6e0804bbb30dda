/// Clocks that differ: how fast a line's or a peer's is, and how sound passes from one pace to another without a click. Apart from the engine,
/// which only asks for the next frame.
package org.tipring.media.engine.clock;
