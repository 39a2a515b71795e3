"""The pieces that repeat: every one painted from the theme's roles, with every state, and no style sheet.

Start with `dress.dress(app)`, then build windows. Widgets read `theme.roles` when they paint, so a switch
of the theme is one `setPalette`. Sizes are design pixels: `u(n)` for layouts, `Ink` for painting.
"""
