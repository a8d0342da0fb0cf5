package byline

import "strings"

// firstNames are common ones of many languages, without accents, in small letters. Those
// that are better known as places, months or words of papers are left out.
var firstNames = set(`
	aaron abdul abdullah abigail adam adrian adriana agata agnes agnieszka ahmad ahmed aidan aisha alan albert alberto alejandra
	alejandro aleksander aleksandra alessandra alessandro alessia alex alexander alexandra alexandre alexandria alexei alexey alexis
	alfonso alfred alfredo ali alice alicia alina alisa alison allan allen alyssa amanda amber amelia amelie amir amit amy ana anand
	anastasia anders andre andrea andreas andrei andres andrew andrey andrzej andy angela angelika angelo angie anika anil anita anja
	anke ann anna annalena anne annegret annette annie annika anthony anton antonia antonio antony anu anurag arash aris arjun armin
	arne arnold arthur artur arturo arun ashley ashok astrid audrey axel ayse barbara barry bart bartosz bastian beat beata beate
	beatrice beatriz becky ben benedikt benjamin benoit berit bernard bernd bernhard bert beth bettina betty bianca bill birgit bjorn
	bob boris brad brandon brenda brendan brett brian bridget brigitte britta bruce bruno bryan caitlin camila camilla camille candice
	carina carl carla carlo carlos carmen carol carolin carolina caroline carolyn carrie carsten casey catherine cathy cecile cecilia
	celine cesar chad chantal charles charlie chen cheryl chiara chloe chris christa christel christiane christina christine christof
	christoffer christoph christophe christopher cindy claire clara clarissa claude claudia claudio claus clemens clement colin connie
	connor constanze cora corinna corinne cornelia craig cristian cristina cynthia dagmar damian damien dan dana daniel daniela
	daniele danielle danny darren dave david dawn dean deborah debra deepak delia denis denise dennis derek detlef diana diane diego
	dieter dietmar dimitri dirk dmitri dmitry dominic dominik dominique donald donna dora doris dorothea dorothy doug douglas dylan
	eckhard ed eddie edgar eduardo edward edwin egon eileen elaine eleanor elena eleonora elias elif elisa elisabeth elise eliza
	elizabeth elke ella ellen emanuel emil emilia emilie emily emma emmanuel enrico enrique eric erica erich erik erika erin ernst
	esther ethan eugen eugene eva evelyn ewa fabian fabio fabrice farah fatima federica federico felicitas felipe felix ferdinand
	fernanda fernando filip filippo fiona flavia florian frances francesca francesco francine francis francisco francois francoise
	franz frauke fred frederic frederik friederike friedrich fritz gabi gabriel gabriela gabriele gabrielle gary gavin geert geoff
	geoffrey georg george georges gerald gerard gerd gerhard gernot giacomo gianluca gianni gilbert gilles gina giorgio giovanna
	giovanni gisela giulia giuseppe gordon graham grazia greg gregor gregory greta grzegorz guenter guenther guido guillaume guillermo
	gunnar gunter gunther gustav guy hakan hannah hannes hans harald harold harry hasan hassan heather hector heidi heike heiko heiner
	heinrich heinz helen helena helene helga helmut hendrik henning henri henrik henry herbert hermann hilary hilda hilde holger holly
	horst howard hubert hugh hugo ian ibrahim ida ignacio igor ilona ilse imke ina ines inga inge ingeborg ingo ingrid irena irene
	irina iris isaac isabel isabella isabelle ivan ivana ivo jack jacob jacqueline jacques jaime jakob jakub james jamie jan jana jane
	janet janice janina janine jared jasmin jason javier jay jean jeanette jeff jeffrey jenna jennifer jenny jens jeremy jerome jerry
	jesper jesse jessica jesus jill jim jimmy jo joachim joan joana joanna joanne joao joaquin jochen jodi joe joel joelle joerg johan
	johann johanna johannes john johnny jon jonas jonathan jorg jorge jose josef josefine joseph josh joshua joyce juan juana juergen
	julia julian juliana juliane julie julien juliet juliette julius jurgen justin justyna jutta kai kamil karen karin karl karla
	karsten kaspar kasper katarina katarzyna kate katharina katherine kathleen kathrin kathryn kathy katia katie katja katrin kay
	keith kelly ken kenneth kerstin kevin kim kirsten kirstin klaus konrad konstantin kristen kristian kristin kristina kristine
	kristoffer krzysztof kumar kurt kyle lara larissa larry lars laszlo laura lauren laurence laurent laurie lea leah lee lena leo
	leon leonard leonardo leonie leslie lewis liam lidia lila lilian liliana lily linda lindsay lindsey lisa lise liz lizzie lorena
	lorenz lorenzo loretta lothar lotte louis louisa louise luc luca lucas lucia lucie lucy ludwig luigi luis luisa luise lukas luke
	lutz lydia lynn maciej magda magdalena magnus maike malcolm malgorzata malte mandy manfred manuel manuela mara marc marcel
	marcello marcia marcin marco marcos marcus marek margaret margarita margit margot maria mariam marian mariana marianne marie
	marija marilyn marina mario marion marisa marissa marita mark marko markus marlene marta marten martha martin martina marvin mary
	maryam mateusz mathias mathieu mathilde matt matteo matthew matthias matthieu maud maureen maurice mauricio maurizio max maxim
	maxime maximilian megan mehmet meike melanie melinda melissa mercedes meredith michael michaela michal michel michele micheline
	michelle miguel mika mikael mike mikhail milan milena mina mira mircea miriam mitchell mohamed mohammad mohammed moira molly
	monica monika monique moritz muhammad murat mustafa myriam nadia nadine nadja nancy naomi natalia natalie nathalie nathan neil
	nele nicholas nick nicola nicolas nicole niels nigel nikita nikola nikolai nikolaus nils nina noah noel noemi nora norbert norman
	olaf ole oleg olga oliver olivia olivier omar oscar oskar osman otto owain owen pablo pamela paola paolo pascal pat patricia
	patrick patrizia patrycja paul paula pauline paulo pavel pawel pedro peggy penny per pete peter petra phil philip philipp philippe
	phillip phyllis pia pierce piero pierre pietro pilar piotr polly priya rachel radek rafael rafal raffaele rahul rainer raj rajesh
	ralf ralph ramon randy raphael raquel raul ravi ray raymond rebecca regina reiner reinhard reinhold renata renate rene ricardo
	riccardo richard rick rita rob robert roberta roberto robin rodrigo roger roland rolf romain roman ron ronald ronny rosa rosemarie
	rosemary ross roswitha ruben rudi rudolf rupert russell ruth ryan sabina sabine sabrina salma salvador salvatore sam samantha
	samir samuel sandeep sandra sandro sandy sanjay santiago sara sarah sascha scott sean sebastian sebastien selina serge sergei
	sergey sergio seth shannon sharon shaun sheila shelley sherry siegfried sigrid silke silvia silvio simon simona simone siobhan
	sofia sofie sonia sonja sophia sophie stacey stacy stanislav stefan stefania stefanie stefano steffen stella stephan stephane
	stephanie stephen steve steven stewart stuart sue sunil susan susana susanna susanne suzanne sven svenja svetlana sybille sylvia
	sylvie tamara tania tanja tanya tara tatiana tatjana ted teresa terry thea theo theodor theresa therese thierry thilo thomas
	thorsten tiffany till tim timo timothy tina tobias todd tom tomas tomasz tommy tony torben torsten tracey tracy trevor tristan
	tyler udo ulf ulla ulrich ulrike ursula uta ute uwe valentin valentina valerie vanessa vera veronica veronika veronique vicki
	vicky victor viktor viktoria vincent vincenzo viola vivian viviane vladimir volker walter waltraud wanda wendy werner wiebke
	wilfried wilhelm will willem william wilma winfried wojciech wolf wolfgang xavier yann yannick yasmin yolanda yulia yusuf yves
	yvette yvonne zachary zbigniew zoe zofia zsolt`)

// IsFirstName reports whether a word, without accents, is the first name of many.
func IsFirstName(word string) bool { return firstNames[strings.ToLower(word)] }
