"""The stops of the tour: each brings the window into a state and has its picture taken."""

from collections.abc import Awaitable, Callable

from desktop.app.tour import Stage
from desktop.app.tour_stops.accounts import signing_in, signing_in_otherwise
from desktop.app.tour_stops.adding import adding
from desktop.app.tour_stops.calling import calling
from desktop.app.tour_stops.campaign_detail import campaign_details
from desktop.app.tour_stops.campaigns import campaigns, campaigns_otherwise
from desktop.app.tour_stops.contact_detail import contact_details, contact_details_otherwise
from desktop.app.tour_stops.contacts import contacts, contacts_otherwise
from desktop.app.tour_stops.detail import details
from desktop.app.tour_stops.do_not_call import do_not_call, do_not_call_otherwise
from desktop.app.tour_stops.first_run import first_run, first_run_otherwise, first_run_with_account
from desktop.app.tour_stops.gallery import gallery
from desktop.app.tour_stops.importing import importing, importing_otherwise
from desktop.app.tour_stops.lines import lines
from desktop.app.tour_stops.notices import notices
from desktop.app.tour_stops.player import player
from desktop.app.tour_stops.policy import policy
from desktop.app.tour_stops.recents import recents
from desktop.app.tour_stops.scaling import three_times_as_large
from desktop.app.tour_stops.search import searching, searching_otherwise
from desktop.app.tour_stops.secrecy import doors, vaults
from desktop.app.tour_stops.settings import settings, settings_otherwise
from desktop.app.tour_stops.shell import menus, status
from desktop.app.tour_stops.sizes import long_text, long_words, right_to_left, sizes, twice_as_large
from desktop.app.tour_stops.tray import tray
from desktop.app.tour_stops.uploading import uploading, uploading_otherwise


async def all_stops(stage: Stage, fill: Callable[[], Awaitable[object]]) -> None:
    """Go through everything in one theme; `fill` signs in and reads the history."""
    gallery(stage)
    doors(stage)
    await first_run(stage)
    await signing_in(stage)
    await fill()
    window = await stage.window()
    await recents(stage, window)
    await details(stage, window)
    await player(stage, window)
    await status(stage, window)
    await calling(stage, window)
    await lines(stage, window)
    await searching(stage, window)
    await menus(stage, window)
    await sizes(stage, window)
    await contacts(stage, window)
    await contact_details(stage, window)
    await campaigns(stage, window)
    await campaign_details(stage, window)
    await do_not_call(stage, window)
    await adding(stage, window)
    await tray(stage, window)
    notices(stage, window)
    await settings(stage, window)
    await vaults(stage, window)
    await importing(stage, window)
    await uploading(stage, window)
    window.show_recents()  # the next windows begin where this one ended
    await stage.close(window)
    await first_run_with_account(stage)
    await first_run_otherwise(stage)
    await signing_in_otherwise(stage)
    await long_text(stage)
    await long_words(stage)
    await right_to_left(stage)
    await twice_as_large(stage)
    await three_times_as_large(stage)
    await contacts_otherwise(stage)
    await contact_details_otherwise(stage)
    await campaigns_otherwise(stage)
    await do_not_call_otherwise(stage)
    await searching_otherwise(stage)
    await settings_otherwise(stage)
    await policy(stage)
    await importing_otherwise(stage)
    await uploading_otherwise(stage)
