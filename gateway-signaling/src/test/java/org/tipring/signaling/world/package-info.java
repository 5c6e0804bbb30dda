/// A whole telephone world in virtual time: the gateway's control loop, media loop, lines and drivers, emulated modems and an
/// exchange, scripted telephones. No thread, no port, no real clock; hours pass in seconds.
package org.tipring.signaling.world;
