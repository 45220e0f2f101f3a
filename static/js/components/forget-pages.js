/* Whoever signs out leaves no list of people in this browser. */
caches?.delete("desk");
