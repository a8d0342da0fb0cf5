package normalize

import "testing"

func TestNotesForWhoHearsThePageAreLeftOut(t *testing.T) {
	holdTexts(t, map[string]string{
		`<p>See <a href="/m">the mill<span class="sr-only"> (opens in a new window)</span></a>, which has <span class="visually-hidden">Link:</span> drawings.`: "See the mill, which has drawings.",
		`<p>Siehe <a href="/m">die Mühle <span>(öffnet in neuem Fenster)</span></a>.`:                                                                           "Siehe die Mühle.",
		`<p>Voir <a href="/m">le moulin<i class="ext">, nouvelle fenêtre</i></a>.`:                                                                              "Voir le moulin.",
		`<p>資料は<a href="/m">水車<span class="icon">（新しいウィンドウで開く）</span></a>に`:                                                                                     "資料は水車に",
		`<p>См. <a href="/m">мельница <small>[внешняя ссылка]</small></a>`:                                                                                      "См. мельница",
		`<p><span aria-hidden="true">5k</span><span class="screen-reader-text">five thousand</span> saw it`:                                                     "5k saw it",
		`<p>The door <span>(opens in a new window)</span> of the mill`:                                                                                          "The door (opens in a new window) of the mill",
		`<h2 class="visually-hidden">Article text</h2><p>The mill stands.`:                                                                                      "The mill stands.",
		`<p>The kicker<span class="sr-only">: </span>the title`:                                                                                                 "The kicker: the title",
		`<ul><li><span class="show-for-sr">Item</span> one<li>two</ul>`:                                                                                         "one\ntwo",
		`<p><span class="md:not-sr-only sr-only">Seen</span> here`:                                                                                              "Seen here",
		`<p>A <span class="sr-only focus:not-sr-only">skip</span> b`:                                                                                            "A b",
	})
}
