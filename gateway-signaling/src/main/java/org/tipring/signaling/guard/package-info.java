/// Who is not listened to, and for how long: sources that guess passwords, probe for users or flood. Pure: no clock, no network.
package org.tipring.signaling.guard;
