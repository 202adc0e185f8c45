# The first page after sign-in.

dashboard-title = Dashboard
dashboard-figures = Figures
dashboard-companies = Companies
dashboard-locked = Locked companies
dashboard-products = Products
dashboard-cpns = Customer part numbers
dashboard-doors = Add numbers
dashboard-type = Type
dashboard-type-text = One number at a time.
dashboard-paste = Paste
dashboard-paste-text = Rows copied from a spreadsheet.
dashboard-upload = Upload
dashboard-upload-text = A whole file.
