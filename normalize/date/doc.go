// Package date reads dates as feeds and pages write them: in the formats of
// machines, in words of many languages, in numbers.
//
// Parse reads a text that is a date and nothing else, as a field of a feed or an
// attribute is. Find reads the first date in a line that people see, such as
// "Published on 3 May 2023, 10:15 by".
//
// # Guarantees
//
//   - A date that may mean two days (03/04/2020) is none, unless its weekday or
//     the language around it tells which. A zone's name that several places use
//     is read by the language too, else as the one that news sites mean most; a
//     name that nobody knows makes no date.
//   - A Date keeps the offset at which it was written, so that its day is the day
//     that readers of the page saw.
//   - No date is invented: months and days exist, precision is what was written.
//   - Texts longer than MaxText are not read; time is linear in what is.
package date
