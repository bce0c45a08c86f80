# Two stages: the wheel is built in the first, the second holds only what runs.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --quiet '.[semantic]'

FROM ${BASE}
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["baclobot"]
CMD ["run"]
