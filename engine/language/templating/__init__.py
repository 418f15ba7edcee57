"""Documents made of templates: `render("letter.j2")`. The only place beside the faces that knows Jinja."""
