"""The page of convolution: images that are typed or drawn, and settings that leave no output."""


def test_an_image_is_typed_drawn_on_or_refused_and_nothing_is_lost(run_page):
    page = run_page("convolution", image="square")
    page.session_state["convolution.own"] = True
    page.run()
    area = page.text_area(key="convolution.typed_image")
    area.set_value("0 16 0\n0 16\n0 16 0").run()
    assert "rows of one length" in page.warning[0].value
    assert page.query_params.get("drawn") is None and page.query_params["image"] == "square"
    page.text_area(key="convolution.typed_image").set_value("0 16 0\n0 16 0\n0 16 0").run()
    assert not page.exception and page.query_params["drawn"] == "0g0-0g0-0g0"
    assert page.number_input(key="convolution.side").value == 3
    next(button for button in page.button if button.label == "Draw on blank paper").click().run()
    assert page.query_params["drawn"] == "000-000-000"


def test_settings_that_leave_no_output_are_told_and_kept(run_page):
    page = run_page("convolution", topic="sizes", size_in="2", size_kernel="5")
    assert "no output would be left" in page.warning[0].value
    page.slider(key="convolution.size_in").set_value(7).run()
    assert not page.exception and not page.warning
    assert page.query_params["size_kernel"] == "5"
