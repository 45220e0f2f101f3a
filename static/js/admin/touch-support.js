/*
 * Whether an image's focal point can be set by touch. Jcrop would try it out by writing an inline handler, which the
 * admin's policy forbids; told so before it starts, it does not.
 */
if (window.jQuery.Jcrop) window.jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
