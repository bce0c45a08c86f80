# Two stages: packages are installed and the wheel is built in the first, the second holds only what runs.
# A release passes the base by digest: --build-arg BASE=python:3.13-slim@sha256:…
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1
WORKDIR /src
RUN ["python3", "-m", "venv", "/opt/tools"]
RUN ["python3", "-m", "venv", "--without-pip", "/opt/venv"]
COPY deploy/requirements.txt deploy/build-requirements.txt deploy/
# Wheels only, each of a known hash: nothing is compiled, and nothing else can slip in.
RUN ["/opt/tools/bin/pip", "--python", "/opt/venv/bin/python", "install", "--require-hashes", "--only-binary", ":all:", "-r", "deploy/requirements.txt"]
RUN ["/opt/tools/bin/pip", "install", "--require-hashes", "--only-binary", ":all:", "--target", "/opt/builder", "-r", "deploy/build-requirements.txt"]
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN ["/usr/bin/env", "PYTHONPATH=/opt/builder", "/opt/tools/bin/pip", "--python", "/opt/venv/bin/python", "install", "--no-deps", "--no-index", "--no-build-isolation", "."]

FROM ${BASE}
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BACLOBOT_LOG_FORMAT=json \
    BACLOBOT_RUNTIME_FOLDER=/tmp/baclobot
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=20s --timeout=5s --start-period=60s --retries=2 CMD ["baclobot", "health"]
ENTRYPOINT ["baclobot"]
CMD ["run"]
