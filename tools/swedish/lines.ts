/** English to Swedish, a line each; what stands in braces is carried over. The first line that fits is taken. */

export const LINES = `
# Customers
Dialer: {name} => Växel: {name}
Erase customer {who}, for good. => Radera kund {who} för gott.
Erase {n} customers ({ids}), for good. => Radera {n} kunder ({ids}) för gott.
Take customer {who} off all contact lists and campaigns. => Ta bort kund {who} från alla ringlistor och kampanjer.
Take {n} customers ({ids}) off all contact lists and campaigns. => Ta bort {n} kunder ({ids}) från alla ringlistor och kampanjer.
on contact lists: {lists}; {orders} and {calls} => på ringlistorna {lists}; {orders} och {calls}
on no contact list; {orders} and {calls} => på ingen ringlista; {orders} och {calls}
customer {who}, on contact lists: {lists}; {orders} and {calls} => kund {who}, på ringlistorna {lists}; {orders} och {calls}
customer {who}, on no contact list; {orders} and {calls} => kund {who}, på ingen ringlista; {orders} och {calls}
name, address, numbers, e-mail and custom fields are replaced by "GDPR REMOVED"; orders and calls stay, without the person => namn, adress, nummer, e-post och egna fält ersätts av "GDPR REMOVED"; order och samtal blir kvar, utan personen
recordings of calls and orders are not erased: the API can not, ask Hitrate => inspelningar av samtal och order raderas inte: det kan inte API:et, fråga Hitrate
SMS texts and comments on orders: the API documentation does not say whether they are erased; save what is needed as proof before (get_sms_history_pdf), look afterwards (search_sms, get_order), and ask Hitrate about what is left => SMS och kommentarer på order: dokumentationen säger inte om de raderas; spara det som behövs som bevis före (get_sms_history_pdf), titta efteråt (search_sms, get_order) och fråga Hitrate om det som är kvar
planned and automatic calls are gone => planerade och automatiska samtal försvinner
card, orders, calls, recordings, SMS and comments stay as they are => kundkort, order, samtal, inspelningar, SMS och kommentarer blir kvar som de är
an import or create_customer with this number brings the customer back on a list: add_blocklist_number keeps it from being rung => en import eller create_customer med numret sätter kunden på en lista igen: add_blocklist_number hindrar att den rings
not erased: {who}; {identity} => raderas inte: {who}; {identity}
not removed: {who}; {identity} => tas inte bort: {who}; {identity}
not erased: {who} => raderas inte: {who}
not removed: {who} => tas inte bort: {who}
these have the same number: {more} => dessa har samma nummer: {more}
whether other customers have this number could not be told ({why}) => om andra kunder har numret gick inte att se ({why})
Change customer {who}. => Ändra kund {who}.
Move customer {who} from contact list {from} to {to}. => Flytta kund {who} från ringlistan {from} till {to}.
Rung from now on by campaigns with the new list: {campaigns}. => Rings från och med nu av kampanjer med den nya listan: {campaigns}.
The new list is on no campaign now, so nobody rings the customer until it is. => Den nya listan ligger inte på någon kampanj, så ingen ringer kunden förrän den gör det.
Add customer {who}, to contact list {list}. => Lägg till kund {who}, på ringlistan {list}.
Add {n} customers to contact list {list}. => Lägg till {n} kunder på ringlistan {list}.
Add {n} customer to contact list {list}. => Lägg till {n} kund på ringlistan {list}.
Import {n} customers from {file} into contact list {list}. => Importera {n} kunder från {file} till ringlistan {list}.
Import {n} customers into contact list {list}. => Importera {n} kunder till ringlistan {list}.
{n} customers are on it now; campaigns with this list ring the new ones too => {n} kunder står på den nu; kampanjer med listan ringer de nya också
of {rows} rows {invalid} are invalid and {duplicate} are duplicates in the file => av {rows} rader är {invalid} ogiltiga och {duplicate} dubbletter i filen
columns: {columns} => kolumner: {columns}
such as {row} => till exempel {row}
campaigns with this list ring whoever is on it: {campaigns} => kampanjer med listan ringer alla som står på den: {campaigns}
the list is on no campaign now => listan ligger inte på någon kampanj nu
numbers that are on the list already are added again => nummer som redan står på listan läggs till en gång till
the first: {first}; the last: {last} => den första: {first}; den sista: {last}
{n} of them have no number => {n} av dem har inget nummer
# Calls
Ring customer {who} now, even if finalized. => Ring upp kund {who} nu, även om den är avslutad.
Ring customer {who} now. => Ring upp kund {who} nu.
Ring {number}, which is on no card, now. => Ring upp {number}, som inte står på något kundkort, nu.
{number} is rung, and the card of campaign {campaign} opens for {agent} => {number} rings upp, och kortet i kampanjen {campaign} öppnas för {agent}
the customer may have said no, or bought already => kunden kan ha sagt nej eller redan köpt
agents can no longer choose it => säljarna kan inte längre välja det
calls that ended with it keep it => samtal som slutade med det behåller det
# Orders
Cancel {n} orders worth {value} in all{more}. => Makulera {n} order värda {value} tillsammans{more}.
Cancel {n} order worth {value}{more}. => Makulera {n} order värd {value}{more}.
Cancel {n} orders{more}. => Makulera {n} order{more}.
Cancel {n} order{more}. => Makulera {n} order{more}.
order {id}: already cancelled: nothing changes => order {id}: redan makulerad: inget ändras
order {about}: will be cancelled; commission and exports change => order {about}: makuleras; provision och exporter ändras
{n} of them are confirmed, {m} are not; commission and exports change => {n} av dem är bekräftade, {m} är det inte; provision och exporter ändras
the smallest: {about} => den minsta: {about}
the largest: {about} => den största: {about}
the oldest: {about} => den äldsta: {about}
the newest: {about} => den nyaste: {about}
all of them: {ids} => alla: {ids}
Cancel order {about}. => Makulera order {about}.
Take back the cancellation of order {about}. => Ta tillbaka makuleringen av order {about}.
Mark as confirmed order {about}. => Markera som bekräftad order {about}.
Mark as not confirmed order {about}. => Markera som inte bekräftad order {about}.
Change order {about}. => Ändra order {about}.
Confirm order {about}. => Bekräfta order {about}.
Change {product} in order {about}. => Ändra {product} i order {about}.
it is cancelled and stays cancelled => den är makulerad och förblir det
it is cancelled already => den är redan makulerad
it is not cancelled => den är inte makulerad
it will be cancelled; commission and exports change => den makuleras; provision och exporter ändras
it will count again; commission and exports change => den räknas igen; provision och exporter ändras
it is {state} and stays {state2}; commission and exports change => den är {state} och förblir det; provision och exporter ändras
it is {state} and stays {state2} => den är {state} och förblir det
confirmed to unconfirmed => bekräftad blir obekräftad
unconfirmed to confirmed => obekräftad blir bekräftad
state {before} to {after}, as an answered SMS would make it => läget {before} blir {after}, som av ett besvarat SMS
it is no proof of the customer's own written acceptance => det är inget bevis för kundens egen skriftliga accept
value {before} to {after} => värdet {before} blir {after}
# Campaigns
Put contact list {list} with {n} customers on campaign {campaign}. => Lägg ringlistan {list} med {n} kunder på kampanjen {campaign}.
Put contact list {list} with {n} customer on campaign {campaign}. => Lägg ringlistan {list} med {n} kund på kampanjen {campaign}.
agents who work on that campaign begin to ring its {n} at once => säljare som arbetar på kampanjen börjar genast ringa dess {n}
Take contact list {list} off campaign {campaign}. => Ta bort ringlistan {list} från kampanjen {campaign}.
its {n} are no longer rung on that campaign => dess {n} rings inte längre på kampanjen
Put product {product} on campaign {campaign}. => Lägg produkten {product} på kampanjen {campaign}.
agents there can sell it at once => säljarna där kan sälja den genast
Take product {product} off campaign {campaign}. => Ta bort produkten {product} från kampanjen {campaign}.
agents there can no longer sell it; orders stay => säljarna där kan inte sälja den längre; order blir kvar
its values: {values} => dess värden: {values}
Change {n} campaign products of {target} to {values}. => Ändra {n} kampanjprodukter för {target} till {values}.
Change {n} campaign product of {target} to {values}. => Ändra {n} kampanjprodukt för {target} till {values}.
campaign {campaign}, product {product}: until now {values} => kampanj {campaign}, produkt {product}: hittills {values}
its orders count as unconfirmed until the customer answers the SMS => dess order räknas som obekräftade tills kunden svarat på SMS:et
its orders count as unconfirmed until the document is signed => dess order räknas som obekräftade tills dokumentet är undertecknat
an e-mail does not hold back confirmation => ett e-brev håller inte upp bekräftelsen
no product of an order counts as confirmed before the power of attorney is => ingen produkt i en order räknas som bekräftad före fullmakten
the other products of an order no longer wait for this one to be confirmed => de andra produkterna i en order väntar inte längre på att den här bekräftas
# Lists and blocklists
Create contact list {title}, to be erased on {day}. => Skapa ringlistan {title}, som raderas {day}.
Change contact list {list} with {n} customers. => Ändra ringlistan {list} med {n} kunder.
Change contact list {list} with {n} customer. => Ändra ringlistan {list} med {n} kund.
{day} is not in the future: it is erased at once => {day} ligger inte i framtiden: den raderas genast
on {day} the list and all that is known of its customers is erased for good => {day} raderas listan och allt om dess kunder för gott
customers with orders keep their data => kunder med order behåller sina uppgifter
customers with orders are erased too => kunder med order raderas också
when the list is erased, customers with orders are erased too => när listan raderas, raderas kunder med order också
Take {phone} off blocklist {list}. => Ta bort {phone} från spärrlistan {list}.
the number may be rung again at once, if it is on the list: the dialer does not tell its numbers => numret får ringas igen genast, om det står på listan: växeln berättar inte vilka nummer den har
its {n} may be rung again at once => dess {n} får ringas igen genast
Set anew {phone} on blocklist {list}: {values}. => Sätt {phone} på nytt på spärrlistan {list}: {values}.
Put {phone} on blocklist {list}: {values}. => Sätt {phone} på spärrlistan {list}: {values}.
the comment and the end date that it may have there are replaced; the dialer does not tell them => den kommentar och det slutdatum som det kan ha där ersätts; växeln berättar inte vilka
it is blocked without end => det spärras utan slut
it is taken off and put on again at once, since the API can not change it => det tas bort och sätts dit igen genast, eftersom API:et inte kan ändra det
That day is past: with it the number is NOT kept from being rung. => Den dagen är förbi: med den hindras numret INTE från att ringas.
From end_date on the number may be rung again; whether it is still blocked on that day itself the API does not say. To be sure of a day, set the one after it. => Från end_date får numret ringas igen; om det är spärrat den dagen själv säger inte API:et. Sätt dagen efter för att vara säker.
# Products, clients, templates, results
Take {fields} off product {product}. => Ta bort {fields} från produkten {product}.
orders keep its values in exports, but nobody sees or edits them any longer => order behåller värdena i exporter, men ingen ser eller ändrar dem längre
orders already made keep what they have => order som redan finns behåller det de har
orders already made keep it => order som redan finns behåller den
on no campaign now => ligger inte på någon kampanj nu
sold on campaigns now: {campaigns} => säljs nu på kampanjerna {campaigns}
values stored under another type can break statistics => värden som sparats med en annan typ kan störa statistiken
it leaves every product that has it => det försvinner från varje produkt som har det
values in orders already made stay => värden i order som redan finns blir kvar
its text: {text} => dess text: {text}
products, call results and notifications that use it send it no longer => produkter, samtalsutfall och aviseringar som använder den skickar den inte längre
campaigns and products that belong to it stay, without a client => kampanjer och produkter som hör till den blir kvar, utan uppdragsgivare
# Users
password of {username} => lösenord för {username}
new password of user {id} => nytt lösenord för användare {id}
Create the login {username} for {name}. => Skapa inloggningen {username} för {name}.
Change user {user}, login {login}. => Ändra användaren {user}, inloggning {login}.
Delete user {user}, login {login}, office {office}. => Ta bort användaren {user}, inloggning {login}, kontor {office}.
office {office} => kontor {office}
no roles => inga roller
roles {roles}, with all their rights => roller {roles}, med alla deras rättigheter
new roles: {roles}, with all their rights => nya roller: {roles}, med alla deras rättigheter
roles now: {roles}; active => roller nu: {roles}; aktiv
roles now: {roles}; not active => roller nu: {roles}; inte aktiv
the server makes the password and hands it to you, not to the chat => servern gör lösenordet och lämnar det till dig, inte till chatten
the server makes a new password and hands it to you, not to the chat; the old one stops working at once => servern gör ett nytt lösenord och lämnar det till dig, inte till chatten; det gamla slutar genast att gälla
the user can no longer log in => användaren kan inte längre logga in
user name and password are destroyed => användarnamn och lösenord förstörs
private recurring calls become public => privata återkommande samtal blir allmänna
update_user with active = false would lock the user out and keep everything => update_user med active = false skulle stänga ute användaren och behålla allt
# Anything
Create {kind} {name}. => Skapa {kind} {name}.
Change {kind} {name}. => Ändra {kind} {name}.
Delete {kind} {name}. => Ta bort {kind} {name}.
also set: {values} => sätter också: {values}
product_fields set to {values} => produktfält sätts till {values}
{field} set to {value}; the dialer does not tell what it was => {field} sätts till {value}; växeln berättar inte vad det var
{field} {before} to {after} => {field} {before} blir {after}
# What can be undone
Undo: {how} => Kan ångras: {how}
Can not be undone: {why} => Går inte att ångra: {why}
Only Hitrate's support can undo this: {how} => Bara Hitrates support kan ångra detta: {how}
`;

/** After "Undo: " and the like. */
export const REASONS = `
a call that has rung can not be taken back. => ett samtal som ringts kan inte tas tillbaka.
activate_contactlist; the dialer resumes in the same state. => activate_contactlist; växeln fortsätter i samma läge.
add_blocklist_number, without the old comment and end date; meanwhile the number may be rung. => add_blocklist_number, utan den gamla kommentaren och slutdatumet; under tiden får numret ringas.
add_campaign_product with the values shown here. => add_campaign_product med värdena som visas här.
deactivate_contactlist; whom agents have rung meanwhile stays rung. => deactivate_contactlist; den som ringts under tiden har blivit ringd.
move_customer back; a call that has rung can not be taken back. => move_customer tillbaka; ett samtal som ringts kan inte tas tillbaka.
nobody can bring it back; its numbers would have to be added again one by one. => ingen kan få tillbaka den; numren måste läggas till igen ett och ett.
nobody can undo this, Hitrate support neither. => ingen kan ångra detta, inte heller Hitrates support.
remove_blocklist_number; an old comment and end date that were replaced are lost, since the dialer does not tell them. => remove_blocklist_number; en gammal kommentar och ett slutdatum som ersattes är borta, eftersom växeln inte berättar dem.
remove_customer takes the customer off all lists. => remove_customer tar bort kunden från alla listor.
remove_customer, one by one. => remove_customer, en och en.
the data stays; the customer can be added to lists again in Hitrate. => uppgifterna blir kvar; kunden kan sättas på listor igen i Hitrate.
they can make the user anew; user name, password and private recurring calls do not come back. => de kan göra användaren på nytt; användarnamn, lösenord och privata återkommande samtal kommer inte tillbaka.
they can restore it. => de kan återställa det.
they can restore it; it leaves every product template that has it. => de kan återställa det; det försvinner från varje produktmall som har det.
they can restore it; it leaves every product, call result and notification that uses it. => de kan återställa den; den försvinner från varje produkt, samtalsutfall och avisering som använder den.
update_campaign_products with the old values shown here, link by link; back to none only by remove_campaign_product and add_campaign_product. => update_campaign_products med de gamla värdena som visas här, länk för länk; tillbaka till inget bara med remove_campaign_product och add_campaign_product.
update_contactlist with other values; what is erased on a prune_date nobody can bring back, Hitrate support neither. => update_contactlist med andra värden; det som raderas ett prune_date kan ingen få tillbaka, inte heller Hitrates support.
update_contactlist with the old values; what is erased on a prune_date nobody can bring back, Hitrate support neither. => update_contactlist med de gamla värdena; det som raderas ett prune_date kan ingen få tillbaka, inte heller Hitrates support.
update_product with the old values, and product_fields without delete. => update_product med de gamla värdena, och product_fields utan delete.
update_user with active = false, or delete_user. => update_user med active = false, eller delete_user.
update_user with the old values; an old password is not known to the dialer. => update_user med de gamla värdena; ett gammalt lösenord känner växeln inte till.
{tool} with the old values. => {tool} med de gamla värdena.
{tool} with {values}. => {tool} med {values}.
`;

/** What stands first where an act is about money. */
export const WARNINGS = `
units of zero => antalet är noll
{field} of zero => {field} är noll
{field} below zero => {field} är under noll
{field} changes by more than half => {field} ändras med mer än hälften
`;

/** Our own words for things, fields and states. */
export const WORDS = `
client = uppdragsgivaren
call result = samtalsutfallet
SMS template = SMS-mallen
blocklist = spärrlistan
product field = produktfältet
product = produkten
contact list = ringlistan
price = priset
unit_price = à-priset
min_price = lägsta pris
max_price = högsta pris
vat_percentage = momsen i procent
units = antalet
title = titeln
name = namnet
phone = telefonnumret
address = adressen
postal_code = postnumret
city = orten
email = e-posten
identity_number = personnumret
content = texten
active = aktiv
role_ids = rollerna
prune_date = raderingsdagen
none = inget
confirmed = bekräftad
unconfirmed = obekräftad
cancelled = makulerad
`;
