package org.timeviper.search.lucene;

import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;

/**
 * The closed word classes of European languages other than English. Common words are Lucene's lists, without those of place and direction, which captions differ
 * by, and people (Russian "человек", Swedish "man"); adjectives and colours are given in their basic forms and compared by their stems.
 */
final class EuropeanVocabulary {

    private EuropeanVocabulary() {}

    static Vocabulary.Builder german() {
        return Vocabulary.of(GermanAnalyzer.getDefaultStopSet())
                .common("gibt", "gab")
                .telling("hinter", "unter", "über", "vor", "zwischen", "gegen", "durch")
                .denials(
                        "ohne",
                        "kein",
                        "keine",
                        "keinem",
                        "keinen",
                        "keiner",
                        "keines",
                        "nicht",
                        "nie",
                        "niemals",
                        "weder",
                        "nirgends")
                .alternatives("oder", "noch")
                .lifts("nur", "sondern")
                .before(
                        "groß",
                        "klein",
                        "winzig",
                        "riesig",
                        "hoch",
                        "kurz",
                        "lang",
                        "jung",
                        "alt",
                        "neu",
                        "dunkel",
                        "hell",
                        "rund",
                        "gestreift",
                        "sichtbar",
                        "weitere")
                .colour(Colour.RED, "rot")
                .colour(Colour.GREEN, "grün")
                .colour(Colour.BLUE, "blau")
                .colour(Colour.YELLOW, "gelb")
                .colour(Colour.ORANGE, "orange", "orangefarben")
                .colour(Colour.PURPLE, "lila", "violett")
                .colour(Colour.PINK, "rosa", "pink")
                .colour(Colour.BROWN, "braun")
                .colour(Colour.BLACK, "schwarz")
                .colour(Colour.WHITE, "weiß")
                .colour(Colour.GREY, "grau", "silbern")
                .colour(Colour.GOLD, "golden")
                .colour(Colour.CYAN, "cyan")
                .colour(Colour.MAGENTA, "magenta")
                .colour(Colour.TEAL, "türkis")
                .colour(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder dutch() {
        return Vocabulary.of(DutchAnalyzer.getDefaultStopSet())
                .telling("onder", "over", "tegen", "voor", "door")
                .denials("zonder", "geen", "niet", "nooit", "noch")
                .alternatives("of", "noch")
                .lifts("alleen", "slechts", "maar")
                .before(
                        "groot",
                        "grote",
                        "klein",
                        "kleine",
                        "kort",
                        "lang",
                        "jong",
                        "oud",
                        "oude",
                        "nieuw",
                        "donker",
                        "licht",
                        "rond",
                        "gestreept",
                        "zichtbaar",
                        "andere")
                .colour(Colour.RED, "rood", "rode")
                .colour(Colour.GREEN, "groen", "groene")
                .colour(Colour.BLUE, "blauw", "blauwe")
                .colour(Colour.YELLOW, "geel", "gele")
                .colour(Colour.ORANGE, "oranje")
                .colour(Colour.PURPLE, "paars", "paarse")
                .colour(Colour.PINK, "roze")
                .colour(Colour.BROWN, "bruin", "bruine")
                .colour(Colour.BLACK, "zwart", "zwarte")
                .colour(Colour.WHITE, "wit", "witte")
                .colour(Colour.GREY, "grijs", "grijze", "zilveren")
                .colour(Colour.GOLD, "gouden")
                .colour(Colour.TEAL, "turkoois", "turquoise")
                .colour(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder swedish() {
        return Vocabulary.of(SwedishAnalyzer.getDefaultStopSet())
                .common("finns")
                .telling("man", "över", "under", "mot", "mellan", "vid", "upp", "ut")
                .denials("utan", "inte", "ej", "icke", "ingen", "inget", "inga", "aldrig", "varken")
                .alternatives("eller")
                .lifts("bara", "endast")
                .before(
                        "stor", "liten", "litet", "små", "kort", "lång", "ung", "gammal", "gamla", "ny", "mörk", "ljus",
                        "rund", "randig", "synlig")
                .colour(Colour.RED, "röd", "rött")
                .colour(Colour.GREEN, "grön", "grönt")
                .colour(Colour.BLUE, "blå", "blått")
                .colour(Colour.YELLOW, "gul", "gult")
                .colour(Colour.ORANGE, "orange")
                .colour(Colour.PURPLE, "lila")
                .colour(Colour.PINK, "rosa")
                .colour(Colour.BROWN, "brun", "brunt")
                .colour(Colour.BLACK, "svart")
                .colour(Colour.WHITE, "vit", "vitt")
                .colour(Colour.GREY, "grå", "grått", "silverfärgad")
                .colour(Colour.GOLD, "gyllene")
                .colour(Colour.TEAL, "turkos")
                .colour(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder danish() {
        return Vocabulary.of(DanishAnalyzer.getDefaultStopSet())
                .common("findes")
                .telling("over", "under", "mod", "ind", "ned", "op", "ud")
                .denials("uden", "ikke", "ingen", "intet", "aldrig", "hverken")
                .alternatives("eller")
                .lifts("kun", "bare")
                .before(
                        "stor", "lille", "små", "kort", "lang", "ung", "gammel", "gamle", "ny", "mørk", "lys", "rund",
                        "stribet", "synlig")
                .colour(Colour.RED, "rød", "rødt")
                .colour(Colour.GREEN, "grøn", "grønt")
                .colour(Colour.BLUE, "blå", "blåt")
                .colour(Colour.YELLOW, "gul", "gult")
                .colour(Colour.ORANGE, "orange")
                .colour(Colour.PURPLE, "lilla")
                .colour(Colour.PINK, "lyserød", "lyserødt", "pink")
                .colour(Colour.BROWN, "brun", "brunt")
                .colour(Colour.BLACK, "sort")
                .colour(Colour.WHITE, "hvid", "hvidt")
                .colour(Colour.GREY, "grå", "gråt")
                .colour(Colour.GOLD, "gylden", "gyldne")
                .colour(Colour.TEAL, "turkis")
                .colour(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder norwegian() {
        return Vocabulary.of(NorwegianAnalyzer.getDefaultStopSet())
                .common("finnes")
                .telling("over", "mot", "mellom", "ved", "inn", "inni", "ned", "opp", "ut")
                .denials("uten", "ikke", "ikkje", "ingen", "intet", "aldri", "verken")
                .alternatives("eller")
                .lifts("bare", "kun")
                .before(
                        "stor",
                        "liten",
                        "lite",
                        "små",
                        "kort",
                        "lang",
                        "ung",
                        "gammel",
                        "gamle",
                        "ny",
                        "mørk",
                        "lys",
                        "rund",
                        "stripete",
                        "synlig")
                .colour(Colour.RED, "rød", "rødt")
                .colour(Colour.GREEN, "grønn", "grønt")
                .colour(Colour.BLUE, "blå", "blått")
                .colour(Colour.YELLOW, "gul", "gult")
                .colour(Colour.ORANGE, "oransje")
                .colour(Colour.PURPLE, "lilla")
                .colour(Colour.PINK, "rosa")
                .colour(Colour.BROWN, "brun", "brunt")
                .colour(Colour.BLACK, "svart")
                .colour(Colour.WHITE, "hvit", "hvitt")
                .colour(Colour.GREY, "grå", "grått")
                .colour(Colour.GOLD, "gyllen", "gylne")
                .colour(Colour.TEAL, "turkis")
                .colour(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder finnish() {
        return Vocabulary.of(FinnishAnalyzer.getDefaultStopSet())
                .telling("poikki", "yli")
                .denials("ilman", "ei", "eivät")
                .alternatives("eikä", "tai")
                .lifts("vain")
                .before(
                        "iso",
                        "suuri",
                        "pieni",
                        "lyhyt",
                        "pitkä",
                        "nuori",
                        "vanha",
                        "uusi",
                        "tumma",
                        "vaalea",
                        "pyöreä",
                        "raidallinen")
                .colour(Colour.RED, "punainen", "punaista", "punaisen", "punaiset", "punaisessa")
                .colour(Colour.GREEN, "vihreä", "vihreää", "vihreän", "vihreät")
                .colour(Colour.BLUE, "sininen", "sinistä", "sinisen", "siniset")
                .colour(Colour.YELLOW, "keltainen", "keltaista", "keltaisen", "keltaiset")
                .colour(Colour.ORANGE, "oranssi", "oranssia", "oranssin", "oranssit")
                .colour(Colour.PURPLE, "violetti", "violettia", "violetin", "violetit")
                .colour(Colour.BROWN, "ruskea", "ruskeaa", "ruskean", "ruskeat")
                .colour(Colour.BLACK, "musta", "mustaa", "mustan", "mustat")
                .colour(Colour.WHITE, "valkoinen", "valkoista", "valkoisen", "valkoiset")
                .colour(Colour.GREY, "harmaa", "harmaata", "harmaan", "harmaat")
                .colour(Colour.GOLD, "kultainen", "kultaista", "kultaisen", "kultaiset")
                .colour(Colour.TEAL, "turkoosi", "turkoosia", "turkoosin", "turkoosit");
    }

    static Vocabulary.Builder russian() {
        return Vocabulary.of(RussianAnalyzer.getDefaultStopSet())
                .telling(
                        "человек", "жизнь", "два", "три", "перед", "под", "над", "через", "между", "сказал", "сказала",
                        "сказать", "говорил", "хорошо", "лучше", "впрочем")
                .denials("без", "нет", "не", "ни", "никогда")
                .alternatives("ни", "или")
                .lifts("только")
                .before(
                        "большой",
                        "маленький",
                        "высокий",
                        "короткий",
                        "длинный",
                        "молодой",
                        "старый",
                        "новый",
                        "тёмный",
                        "светлый",
                        "круглый",
                        "полосатый",
                        "видимый")
                .colour(Colour.RED, "красный")
                .colour(Colour.GREEN, "зелёный", "зеленый")
                .colour(Colour.BLUE, "синий", "голубой")
                .colour(Colour.YELLOW, "жёлтый", "желтый")
                .colour(Colour.ORANGE, "оранжевый")
                .colour(Colour.PURPLE, "фиолетовый")
                .colour(Colour.PINK, "розовый")
                .colour(Colour.BROWN, "коричневый")
                .colour(Colour.BLACK, "чёрный", "черный")
                .colour(Colour.WHITE, "белый")
                .colour(Colour.GREY, "серый", "серебристый")
                .colour(Colour.GOLD, "золотой")
                .colour(Colour.TEAL, "бирюзовый")
                .colour(Colour.BEIGE, "бежевый");
    }

    static Vocabulary.Builder french() {
        return Vocabulary.of(FrenchAnalyzer.getDefaultStopSet())
                .common("a", "as")
                .telling("sur")
                .denials("sans", "pas", "aucun", "aucune", "jamais", "ni")
                .alternatives("ou", "ni")
                .lifts("seulement", "uniquement")
                .before(
                        "grand",
                        "grande",
                        "petit",
                        "petite",
                        "jeune",
                        "vieux",
                        "vieille",
                        "nouveau",
                        "nouvelle",
                        "autre")
                .behind("court", "courte", "long", "longue", "foncé", "clair", "rond", "ronde", "rayé", "visible")
                .colourBehind(Colour.RED, "rouge")
                .colourBehind(Colour.GREEN, "vert", "verte")
                .colourBehind(Colour.BLUE, "bleu", "bleue")
                .colourBehind(Colour.YELLOW, "jaune")
                .colourBehind(Colour.ORANGE, "orange")
                .colourBehind(Colour.PURPLE, "violet", "violette")
                .colourBehind(Colour.PINK, "rose")
                .colourBehind(Colour.BROWN, "brun", "brune", "marron")
                .colourBehind(Colour.BLACK, "noir", "noire")
                .colourBehind(Colour.WHITE, "blanc", "blanche")
                .colourBehind(Colour.GREY, "gris", "grise", "argenté")
                .colourBehind(Colour.GOLD, "doré", "dorée")
                .colourBehind(Colour.CYAN, "cyan")
                .colourBehind(Colour.MAGENTA, "magenta")
                .colourBehind(Colour.TEAL, "turquoise")
                .colourBehind(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder spanish() {
        return Vocabulary.of(SpanishAnalyzer.getDefaultStopSet())
                .telling("sobre", "entre", "contra", "desde", "hasta", "ante")
                .denials("sin", "no", "ningún", "ninguna", "ninguno", "nunca", "tampoco", "ni")
                .alternatives("o", "ni")
                .lifts("solo", "sólo", "solamente")
                .before("gran", "otro", "otra")
                .behind(
                        "grande", "pequeño", "pequeña", "corto", "corta", "largo", "larga", "joven", "viejo", "vieja",
                        "nuevo", "nueva", "oscuro", "oscura", "claro", "clara", "redondo", "redonda", "visible")
                .colourBehind(Colour.RED, "rojo", "roja")
                .colourBehind(Colour.GREEN, "verde")
                .colourBehind(Colour.BLUE, "azul")
                .colourBehind(Colour.YELLOW, "amarillo", "amarilla")
                .colourBehind(Colour.ORANGE, "naranja")
                .colourBehind(Colour.PURPLE, "morado", "morada", "violeta", "púrpura")
                .colourBehind(Colour.PINK, "rosa")
                .colourBehind(Colour.BROWN, "marrón")
                .colourBehind(Colour.BLACK, "negro", "negra")
                .colourBehind(Colour.WHITE, "blanco", "blanca")
                .colourBehind(Colour.GREY, "gris", "plateado", "plateada")
                .colourBehind(Colour.GOLD, "dorado", "dorada")
                .colourBehind(Colour.CYAN, "cian")
                .colourBehind(Colour.MAGENTA, "magenta")
                .colourBehind(Colour.TEAL, "turquesa")
                .colourBehind(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder italian() {
        return Vocabulary.of(ItalianAnalyzer.getDefaultStopSet())
                .telling("su", "tra", "contro")
                .denials("senza", "non", "nessun", "nessuna", "nessuno", "mai", "né")
                .alternatives("o", "né")
                .lifts("solo", "soltanto")
                .before(
                        "grande", "piccolo", "piccola", "giovane", "vecchio", "vecchia", "nuovo", "nuova", "altro",
                        "altra")
                .behind(
                        "corto",
                        "corta",
                        "lungo",
                        "lunga",
                        "scuro",
                        "scura",
                        "chiaro",
                        "chiara",
                        "rotondo",
                        "rotonda",
                        "visibile")
                .colourBehind(Colour.RED, "rosso", "rossa")
                .colourBehind(Colour.GREEN, "verde")
                .colourBehind(Colour.BLUE, "blu", "azzurro", "azzurra")
                .colourBehind(Colour.YELLOW, "giallo", "gialla")
                .colourBehind(Colour.ORANGE, "arancione")
                .colourBehind(Colour.PURPLE, "viola")
                .colourBehind(Colour.PINK, "rosa")
                .colourBehind(Colour.BROWN, "marrone")
                .colourBehind(Colour.BLACK, "nero", "nera")
                .colourBehind(Colour.WHITE, "bianco", "bianca", "bianchi", "bianche")
                .colourBehind(Colour.GREY, "grigio", "grigia", "grigi", "argentato", "argentata")
                .colourBehind(Colour.GOLD, "dorato", "dorata")
                .colourBehind(Colour.CYAN, "ciano")
                .colourBehind(Colour.MAGENTA, "magenta")
                .colourBehind(Colour.TEAL, "turchese")
                .colourBehind(Colour.BEIGE, "beige");
    }

    static Vocabulary.Builder portuguese() {
        return Vocabulary.of(PortugueseAnalyzer.getDefaultStopSet())
                .telling("entre", "até")
                .denials("sem", "não", "nenhum", "nenhuma", "nunca", "nem")
                .alternatives("ou", "nem")
                .lifts("só", "somente", "apenas")
                .before("grande", "outro", "outra")
                .behind(
                        "pequeno", "pequena", "curto", "curta", "longo", "longa", "jovem", "velho", "velha", "novo",
                        "nova", "escuro", "escura", "claro", "clara", "redondo", "redonda", "visível")
                .colourBehind(Colour.RED, "vermelho", "vermelha")
                .colourBehind(Colour.GREEN, "verde")
                .colourBehind(Colour.BLUE, "azul")
                .colourBehind(Colour.YELLOW, "amarelo", "amarela")
                .colourBehind(Colour.ORANGE, "laranja")
                .colourBehind(Colour.PURPLE, "roxo", "roxa", "violeta")
                .colourBehind(Colour.PINK, "rosa")
                .colourBehind(Colour.BROWN, "marrom", "castanho", "castanha")
                .colourBehind(Colour.BLACK, "preto", "preta", "negro", "negra")
                .colourBehind(Colour.WHITE, "branco", "branca")
                .colourBehind(Colour.GREY, "cinza", "cinzento", "cinzenta", "prateado", "prateada")
                .colourBehind(Colour.GOLD, "dourado", "dourada")
                .colourBehind(Colour.CYAN, "ciano")
                .colourBehind(Colour.MAGENTA, "magenta")
                .colourBehind(Colour.TEAL, "turquesa")
                .colourBehind(Colour.BEIGE, "bege");
    }
}
