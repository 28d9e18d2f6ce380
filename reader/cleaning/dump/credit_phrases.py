"""Phrases that identify captions and credits of pictures, in six languages; see ``boilerplate_phrases``."""

from __future__ import annotations

from reader.cleaning.dump import further_phrases as further
from reader.cleaning.dump.further_phrases import phrases_in

#: Beginnings of a caption or an alt text.
CAPTION_STARTS = further.CAPTION_STARTS + phrases_in("""
image credit|image:|image source|images:|photo:|photos:|photo by|photo credit|photograph:|photographs:
photography|picture:|pictures:|pictured|credit:|credits:|illustration:|illustration by|infographic|chart:
graphic:|graph:|map:|video:|file -|file--|file –|file photo|file image|in this file|(file|representative image
representational image|stock photo|stock image|click to play video|click to play|a screenshot of|screenshot_
screengrab|screen shot|an artist's|an artist’s|artist's impression|artist's concept|an illustration of
illustration of|an infographic|an image of|image of_|photo of|source:|sources:|a photo of|image showing
image shows|a picture of|picture of|photo shows|photo illustration|a general view|an aerial view|aerial view
a view of|logo of|map showing|map of_|graphic showing|chart showing|video grab|video still|still from
courtesy of|courtesy:|a combination of|foto:|fotos:|bild:|bilder:|bildquelle|quelle:|infografik|symbolbild
symbolfoto|archivbild|archivfoto|karte:|grafik:|crédit|crédits|photo d'|photo :|illustration :|imagen:|imagen de
foto de|fotografía|infografía|infographie|infografica|vista de|credito|crédito|la foto|foto di
""")
#: Beginnings that tell where in a picture somebody is; a caption even if it is a sentence that stands alone.
PLACED_STARTS = phrases_in("""
pictured right|pictured left|pictured at_|pictured from|pictured above|pictured here|pictured in_|above:_|below:_
clockwise from|top left|top right|bottom left|bottom right|from left to right|from left:|l-r:|von links
im uhrzeigersinn
de gauche à droite|de izquierda a derecha|da sinistra|da esquerda para
""")
#: Credits near the end of a line, with their capitals; agencies and picture libraries count as general.
CREDITS = phrases_in("""
Image:|Images:|Photo:|Photos:|Photograph:|Photographs:|Photograph by|Picture:|Pictures:|Image credit
Photo credit|Photo by|Photos by|Photo/|Credit:|Credits:|CREDIT:|PHOTO:|Image Credit|Photo Credit|Image source
Image via|Photo via|Photo courtesy|Courtesy of|courtesy of|Courtesy:|Illustration:|Illustration by|via Getty
via Reuters|via AP|via AFP|via REUTERS|Getty Images|GETTY IMAGES|(Getty|(AP)|(AFP)|(Reuters)|(REUTERS)|REUTERS/
Reuters/|/AFP|AFP/|/AP|AP/|AP Photo|/Getty|Getty/|/Reuters|/REUTERS|/Shutterstock|Shutterstock|iStock|Alamy|/EPA
EPA/|EPA-EFE|Wikimedia|Flickr|Unsplash|Pixabay|file photo|File photo|File Photo|FILE PHOTO|file image|File image
(Handout|/Handout|Handout via|HANDOUT|Press Association|PA Wire|(Supplied|Screenshot|(File|, File)|Foto:|Bild:
Bildquelle|Quelle:|Archivfoto|Archivbild|Symbolbild|/dpa|dpa/|picture alliance|picture-alliance|Imago|IMAGO
imago|Crédit|Crédits|crédit|Fotografía|Archivo|Photo :|Reproduction|Divulgação|©
""")
