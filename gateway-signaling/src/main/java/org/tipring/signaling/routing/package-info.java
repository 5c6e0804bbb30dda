/// The dial plan: which side a call goes to, and in what form its number.
package org.tipring.signaling.routing;
