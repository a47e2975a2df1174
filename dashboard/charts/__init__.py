"""Owns figures: pure functions from a frame to a Plotly figure; knows neither queries nor Streamlit."""
