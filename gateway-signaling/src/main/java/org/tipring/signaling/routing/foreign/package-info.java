/// Dial plans of other products, as far as they can be said in our language. What cannot is listed, never guessed. Pure.
package org.tipring.signaling.routing.foreign;
