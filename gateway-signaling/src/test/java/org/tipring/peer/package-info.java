/// Programs from outside that tests talk to: SIPp, baresip, Kamailio. Each runs on free loopback ports in a directory of its own and
/// ends with [AutoCloseable#close]. Where one is not installed its tests skip, saying so.
package org.tipring.peer;
