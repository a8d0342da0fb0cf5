package date_test

import (
	"fmt"
	"time"

	"github.com/wiredesk/wiredesk/normalize/date"
)

func ExampleParse() {
	d, err := date.Parse("Пн, 23 ноя 2020 23:30:00 +0300", date.Hints{})
	fmt.Println(d.Time.Format(time.RFC3339), d.Zoned, err)
	_, err = date.Parse("03/04/2020", date.Hints{})
	fmt.Println(err)
	// Output:
	// 2020-11-23T23:30:00+03:00 true <nil>
	// "03/04/2020": may mean two days
}

func ExampleFind() {
	d, ok := date.Find("Publicado el 3 de abril de 2020, 10:15 | Redacción", date.Hints{Language: "es"})
	fmt.Println(d.Time.Format("2006-01-02 15:04"), d.Zoned, ok)
	// Output:
	// 2020-04-03 10:15 false true
}
