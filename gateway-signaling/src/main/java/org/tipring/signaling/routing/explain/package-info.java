/// Says of one call why the plan does what it does with it. Pure.
package org.tipring.signaling.routing.explain;
