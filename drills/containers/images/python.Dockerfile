# In the place of python:3.13-slim-bookworm, for rehearsals where no registry can be asked.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates netbase tzdata python3 python3-venv && \
    rm -rf /var/lib/apt/lists/* && ln -s python3 /usr/bin/python
ENV LANG=C.UTF-8
CMD ["python3"]
