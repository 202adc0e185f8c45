# Warum eine Datei nicht lesbar ist, und was hilft.

uploads-file-empty = Die Datei ist leer.
uploads-file-encrypted = Die Arbeitsmappe ist mit einem Passwort geschützt. Entfernen Sie es (Datei, Informationen, Arbeitsmappe schützen) und laden Sie sie erneut hoch.
uploads-file-xlsb = Das ist eine binäre Arbeitsmappe (.xlsb). Öffnen Sie sie und wählen Sie „Speichern unter“, .xlsx.
uploads-file-numbers = Das ist eine Datei von Apple Numbers. Öffnen Sie sie und wählen Sie „Ablage“, „Exportieren“, Excel oder CSV.
uploads-file-html = Das ist eine Webseite, auch wenn der Name nach Excel klingt. Öffnen Sie sie in Ihrer Tabellenkalkulation und wählen Sie „Speichern unter“, .xlsx.
uploads-file-xml = Das ist eine XML-Datei. Öffnen Sie sie in Ihrer Tabellenkalkulation und wählen Sie „Speichern unter“, .xlsx.
uploads-file-pdf = Das ist ein PDF. Bitten Sie um die Liste als Tabelle oder CSV-Datei.
uploads-file-picture = Das ist ein Bild. Bitten Sie um die Liste als Tabelle oder CSV-Datei.
uploads-file-document = Das ist ein Textdokument. Kopieren Sie die Tabelle in eine Tabellenkalkulation und speichern Sie diese als .xlsx.
uploads-file-archive = Das ist ein Archiv. Entpacken Sie es und laden Sie die Tabelle hoch, die darin ist.
uploads-file-binary = Das ist weder eine Tabelle noch eine Textdatei. Laden Sie .xlsx, .ods oder .csv hoch.
uploads-file-too-large = Die Datei ist größer als { $limit } MB. Teilen Sie sie auf und laden Sie die Teile hoch.
uploads-file-too-many-rows = Die Datei hat mehr als { $limit } Zeilen. Teilen Sie sie auf und laden Sie die Teile hoch.
uploads-file-too-many-columns = Zeile { $line } hat mehr als { $limit } Spalten. Entfernen Sie, was nicht gebraucht wird, oder wählen Sie ein anderes Trennzeichen.
uploads-file-cell-too-long = Zeile { $line }, Spalte { $column }: Die Zelle hat mehr als { $limit } Zeichen.
uploads-file-record-too-long = Die Zeile, die in Zeile { $line } beginnt, ist länger als { $limit } Bytes. Ist das eine Tabelle? Prüfen Sie Zeichensatz und Trennzeichen.
uploads-file-no-heading-row = In Zeile { $line } stehen keine Überschriften.
uploads-file-no-such-sheet = Die Arbeitsmappe hat kein Blatt „{ $sheet }“.
uploads-file-no-sheet = Die Arbeitsmappe hat kein Blatt, auf dem etwas steht.
uploads-file-damaged = Die Arbeitsmappe ist beschädigt. Öffnen Sie sie in Ihrer Tabellenkalkulation, speichern Sie sie neu als .xlsx und laden Sie diese hoch. (Einzelheiten: { $reason })
uploads-file-excessive = Die Arbeitsmappe ist innen weit größer als eine Liste von Nummern. Speichern Sie nur das Blatt mit den Nummern als .xlsx oder .csv und laden Sie dieses hoch. (Einzelheiten: { $reason })
uploads-file-exhausted = { $resource ->
    [time] Die Arbeitsmappe zu lesen dauert zu lange. Speichern Sie das Blatt mit den Nummern als .csv und laden Sie dieses hoch.
   *[other] Die Arbeitsmappe zu lesen braucht zu viel Speicher. Speichern Sie das Blatt mit den Nummern als .csv und laden Sie dieses hoch.
}
uploads-file-reader = Der Leser für Arbeitsmappen ist unerwartet stehen geblieben. Versuchen Sie es noch einmal, oder speichern Sie das Blatt als .csv und laden Sie dieses hoch. (Einzelheiten: { $reason })
uploads-file-source = Die Datei konnte nicht geholt werden. Versuchen Sie es noch einmal. (Einzelheiten: { $reason })
