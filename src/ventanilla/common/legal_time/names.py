"""What each holiday of `holidays.csv` is called. The table holds codes; the names are texts that people read."""

from django.utils.translation import gettext_noop

HOLIDAY_NAMES = {
    "NEW_YEAR": gettext_noop("Año Nuevo"),
    "NEW_YEAR_BRIDGE": gettext_noop("Feriado de Año Nuevo"),
    "GOOD_FRIDAY": gettext_noop("Viernes Santo"),
    "HOLY_SATURDAY": gettext_noop("Sábado Santo"),
    "LABOUR_DAY": gettext_noop("Día del Trabajo"),
    "NAVY_DAY": gettext_noop("Glorias Navales"),
    "ARICA": gettext_noop("Asalto y Toma del Morro de Arica"),
    "INDIGENOUS_PEOPLES": gettext_noop("Día Nacional de los Pueblos Indígenas"),
    "SAINT_PETER_AND_PAUL": gettext_noop("San Pedro y San Pablo"),
    "VIRGIN_OF_CARMEN": gettext_noop("Virgen del Carmen"),
    "ASSUMPTION": gettext_noop("Asunción de la Virgen"),
    "OHIGGINS": gettext_noop("Natalicio de Bernardo O’Higgins"),
    "INDEPENDENCE_BRIDGE": gettext_noop("Feriado de Fiestas Patrias"),
    "INDEPENDENCE": gettext_noop("Independencia Nacional"),
    "ARMY_DAY": gettext_noop("Glorias del Ejército"),
    "STRAIT_OF_MAGELLAN": gettext_noop("Toma de posesión del Estrecho de Magallanes"),
    "TWO_WORLDS": gettext_noop("Encuentro de Dos Mundos"),
    "EVANGELICAL_CHURCHES": gettext_noop("Día de las Iglesias Evangélicas y Protestantes"),
    "ALL_SAINTS": gettext_noop("Todos los Santos"),
    "IMMACULATE_CONCEPTION": gettext_noop("Inmaculada Concepción"),
    "CHRISTMAS": gettext_noop("Navidad"),
    "ELECTION": gettext_noop("Día de elecciones"),
}
