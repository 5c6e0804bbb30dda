/// The demonstration: a telephone of ours calls through the gateway to an emulated exchange and is called from there, and every
/// claim about it is checked by listening.
package org.tipring.demo;
