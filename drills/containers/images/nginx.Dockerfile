# In the place of nginx:1.28-bookworm, for rehearsals where no registry can be asked.
FROM debian:bookworm-slim
RUN groupadd --system --gid 101 nginx && useradd --system --uid 101 --gid nginx --no-create-home nginx && apt-get update && \
    apt-get install --yes --no-install-recommends nginx-light curl ca-certificates && rm -rf /var/lib/apt/lists/* && \
    ln -sf /dev/stderr /var/log/nginx/error.log
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
