# Why a file cannot be read, and the way out.

uploads-file-empty = The file is empty.
uploads-file-encrypted = The workbook is protected with a password. Remove the password (File, Info, Protect Workbook) and upload it again.
uploads-file-xlsb = This is a binary workbook (.xlsb). Open it and use Save as, .xlsx.
uploads-file-numbers = This is an Apple Numbers file. Open it and use File, Export to, Excel or CSV.
uploads-file-html = This is a web page, even if its name says Excel. Open it in your spreadsheet program and use Save as, .xlsx.
uploads-file-xml = This is an XML file. Open it in your spreadsheet program and use Save as, .xlsx.
uploads-file-pdf = This is a PDF. Ask for the list as a spreadsheet or CSV file.
uploads-file-picture = This is a picture. Ask for the list as a spreadsheet or CSV file.
uploads-file-document = This is a text document. Copy the table into a spreadsheet and save that as .xlsx.
uploads-file-archive = This is an archive. Unpack it and upload the spreadsheet that is inside.
uploads-file-binary = This is neither a spreadsheet nor a text file. Upload .xlsx, .ods or .csv.
uploads-file-too-large = The file is larger than { $limit } MB. Split it and upload the parts.
uploads-file-too-many-rows = The file has more than { $limit } rows. Split it and upload the parts.
uploads-file-too-many-columns = Line { $line } has more than { $limit } columns. Remove the columns that are not needed, or choose another delimiter.
uploads-file-cell-too-long = Line { $line }, column { $column }: the cell has more than { $limit } characters.
uploads-file-record-too-long = The row that begins on line { $line } is longer than { $limit } bytes. Is this a table? Check the encoding and the delimiter.
uploads-file-no-heading-row = There is no row on line { $line } that could hold the headings.
uploads-file-no-such-sheet = The workbook has no sheet called “{ $sheet }”.
uploads-file-no-sheet = The workbook has no sheet with anything in it.
uploads-file-damaged = The workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx and upload that. (Details: { $reason })
uploads-file-excessive = The workbook is far larger inside than a list of numbers. Save only the sheet with the numbers as .xlsx or .csv and upload that. (Details: { $reason })
uploads-file-exhausted = { $resource ->
    [time] Reading the workbook takes too long. Save the sheet with the numbers as .csv and upload that.
   *[other] Reading the workbook takes too much memory. Save the sheet with the numbers as .csv and upload that.
}
uploads-file-reader = The reader of workbooks stopped unexpectedly. Try again, or save the sheet as .csv and upload that. (Details: { $reason })
uploads-file-source = The file could not be fetched. Try again. (Details: { $reason })
