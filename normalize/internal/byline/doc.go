// Package byline reads the lines in which pages name who wrote a story.
//
// A line is cut into parts: at marks, at the words between two names, at the ends
// of elements, before labels such as "Photos:". A part is a name, or it is one of
// the things that stand beside names and is left out: a job, a date, a place, an
// address, "special to the Courier", somebody who took the pictures or translated.
// A line with a sentence in it is no byline.
//
// # Guarantees
//
//   - Every function takes any text, in time linear in it; what is longer than
//     bylines are is not read.
//   - Nothing is kept between calls; all of it may be called concurrently.
//   - Names come back as they stand, without labels and titles of jobs, in their order.
package byline
